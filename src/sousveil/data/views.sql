-- Views that `sousveil facts` adds to the tables: code facts with names instead of numbers.
-- The first comment of a view says what a row is, the next what its columns mean; docs/tables/views.md is made from
-- them. `needs` names the tables a view reads; it is left out where one is missing. Rows have no order of their own.

-- view method_names: One row for each method named in the code, in the sample or not.
-- name: Class, name and types as the dex format writes them.
-- defined: Whether the sample defines it; false for methods of Android and of code that is not there.
-- part: Number of the part with its code.
-- code_offset: Where its code begins in that part.
-- needs methods types strings protos
create view method_names as
select m.method, t.name || '->' || s.value || p.text as name, m.defined, m.part, m.code_offset
from methods m join types t on t.type = m.class join strings s on s.string = m.name join protos p on p.proto = m.proto;

-- view field_names: One row for each field named in the code, in the sample or not.
-- name: Class, name and type.
-- defined: Whether the sample defines it.
-- value: First value of a static field: a number, a quoted text, a type, null.
-- needs fields types strings
create view field_names as
select f.field, c.name || '->' || s.value || ':' || t.name as name, f.defined, f.value
from fields f join types c on c.type = f.class join strings s on s.string = f.name join types t on t.type = f.type;

-- view class_names: One row for each class the sample defines.
-- name: The class.
-- parent: The class it extends.
-- flags: Access flags of the dex format.
-- part: Number of the part that defines it.
-- conflict: Whether an earlier part defines the same class; Android loads that one.
-- needs classes types
create view class_names as
select c.class, t.name, p.name as parent, c.flags, c.part, c.conflict
from classes c join types t on t.type = c.type left join types p on p.type = c.parent;

-- view calls: One row for each call instruction. Calls chosen at run time by a call site (invoke-custom) are left out.
-- caller: Method that holds the call.
-- offset: Bytes from the start of the caller's code, as in a place of evidence.
-- callee: Method that is named; a subclass may answer in its stead.
-- method: Number of the caller.
-- callee_method: Number of the callee.
-- needs instructions methods types strings protos
create view calls as
select m.name as caller, i.offset, n.name as callee, i.method, i.operand as callee_method
from instructions i join method_names m on m.method = i.method join method_names n on n.method = i.operand
where i.op between 110 and 114 or i.op between 116 and 120 or i.op in (250, 251);

-- view string_uses: One row for each instruction that loads a text.
-- method_name: Method that holds it.
-- offset: Bytes from the start of that method's code.
-- value: The text.
-- method: Number of the method.
-- string: Number of the text.
-- needs instructions methods types strings protos
create view string_uses as
select m.name as method_name, i.offset, s.value, i.method, i.operand as string
from instructions i join method_names m on m.method = i.method join strings s on s.string = i.operand
where i.op in (26, 27);

-- view field_uses: One row for each instruction that reads or writes a field.
-- method_name: Method that holds it.
-- offset: Bytes from the start of that method's code.
-- field_name: The field.
-- how: read or write.
-- method: Number of the method.
-- field: Number of the field.
-- needs instructions methods types strings protos fields
create view field_uses as
select m.name as method_name, i.offset, f.name as field_name,
       case when i.op between 82 and 88 or i.op between 96 and 102 then 'read' else 'write' end as how,
       i.method, i.operand as field
from instructions i join method_names m on m.method = i.method join field_names f on f.field = i.operand
where i.op between 82 and 109;

-- view type_uses: One row for each instruction that names a type.
-- method_name: Method that holds it.
-- offset: Bytes from the start of that method's code.
-- type_name: The type.
-- how: class constant, cast, instance of, new, or array.
-- method: Number of the method.
-- type: Number of the type.
-- needs instructions methods types strings protos
create view type_uses as
select m.name as method_name, i.offset, t.name as type_name,
       case i.op when 28 then 'class constant' when 31 then 'cast' when 32 then 'instance of' when 34 then 'new'
                 else 'array' end as how,
       i.method, i.operand as type
from instructions i join method_names m on m.method = i.method join types t on t.type = i.operand
where i.op in (28, 31, 32, 34, 35, 36, 37);

-- view constants: One row for each instruction that loads a number.
-- method_name: Method that holds it.
-- offset: Bytes from the start of that method's code.
-- value: The number.
-- method: Number of the method.
-- needs instructions methods types strings protos
create view constants as
select m.name as method_name, i.offset, i.operand as value, i.method
from instructions i join method_names m on m.method = i.method
where i.op between 18 and 25;

-- view resource_uses: One row for each instruction that loads the number of a resource the sample has.
-- method_name: Method that holds it.
-- offset: Bytes from the start of that method's code.
-- id: Number of the resource.
-- type: string, layout, id, …
-- name: Its name.
-- method: Number of the method.
-- needs instructions methods types strings protos resources
create view resource_uses as
select distinct m.name as method_name, i.offset, r.id, r.type, r.name, i.method
from instructions i join method_names m on m.method = i.method join resources r on r.id = i.operand
where i.op in (20, 21);


-- view flow_names: One row for each flow of data, with names instead of numbers.
-- kind: data; or decision: the data only decides whether the sink runs.
-- source: Catalogue entry of the source.
-- source_name: Method the source stands in.
-- source_offset: Bytes from the start of that method's code; none where Android hands the data to the method.
-- sink: Catalogue entry of the sink.
-- sink_name: Method the sink stands in.
-- sink_offset: Bytes from the start of that method's code.
-- through: Kinds of carrier on the path, in order, with their keys.
-- steps: Steps of the path.
-- modelled: Percent of the calls without code on the path that a model describes.
-- grade: Weakest join of a carrier on the path, A to D; empty without carriers.
-- strength: derived or inferred.
-- reach: live, unknown or dead.
-- cut: Whether a bound was met on the way.
-- needs flows steps carriers methods types strings protos
create view flow_names as
with passed as (
    select s.flow, string_agg(c.kind || ' ' || c.put_key, ', ' order by s.step) as through
    from steps s join carriers c on c.carrier = try_cast(s.why as uinteger) where s.kind = 'carrier' group by s.flow)
select f.flow, f.kind, f.source, a.name as source_name, f.source_offset, f.sink, b.name as sink_name, f.sink_offset,
       coalesce(p.through, '') as through, f.steps, f.modelled, f.grade, f.strength, f.reach, f.cut
from flows f join method_names a on a.method = f.source_method join method_names b on b.method = f.sink_method
     left join passed p on p.flow = f.flow;

-- view flow_steps: One row for each step of a flow of data, with names instead of numbers.
-- flow: Number of the flow.
-- step: Counting from 0.
-- kind: What the instruction does with the data; see the table steps.
-- method_name: Method it stands in.
-- offset: Bytes from the start of that method's code.
-- symbol: Field or method that the instruction names.
-- why: Model, catalogue entry or carrier number behind the step.
-- key: For a carrier, its kind and the key under which it is put.
-- needs flows steps carriers methods types strings protos
create view flow_steps as
select s.flow, s.step, s.kind, m.name as method_name, s."offset", s.symbol, s.why,
       case when s.kind = 'carrier' then c.kind || ' ' || c.put_key end as key
from steps s join method_names m on m.method = s.method
     left join carriers c on c.carrier = try_cast(s.why as uinteger) and s.kind = 'carrier';
