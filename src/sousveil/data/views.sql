-- Views that `sousveil facts` adds to the tables: code facts with names instead of numbers.
-- Each view names the tables it needs; it is left out where one is missing.

-- needs methods types strings protos
create view method_names as
select m.method, t.name || '->' || s.value || p.text as name, m.defined, m.part, m.code_offset
from methods m join types t on t.type = m.class join strings s on s.string = m.name join protos p on p.proto = m.proto;

-- needs fields types strings
create view field_names as
select f.field, c.name || '->' || s.value || ':' || t.name as name, f.defined, f.value
from fields f join types c on c.type = f.class join strings s on s.string = f.name join types t on t.type = f.type;

-- needs classes types
create view class_names as
select c.class, t.name, p.name as parent, c.flags, c.part, c.conflict
from classes c join types t on t.type = c.type left join types p on p.type = c.parent;

-- needs instructions methods types strings protos
create view calls as
select m.name as caller, i.offset, n.name as callee, i.method, i.operand as callee_method
from instructions i join method_names m on m.method = i.method join method_names n on n.method = i.operand
where i.op between 110 and 114 or i.op between 116 and 120 or i.op in (250, 251);

-- needs instructions methods types strings protos
create view string_uses as
select m.name as method_name, i.offset, s.value, i.method, s.string
from instructions i join method_names m on m.method = i.method join strings s on s.string = i.operand
where i.op in (26, 27);

-- needs instructions methods types strings protos fields
create view field_uses as
select m.name as method_name, i.offset, f.name as field_name,
       case when i.op between 82 and 88 or i.op between 96 and 102 then 'read' else 'write' end as how,
       i.method, i.operand as field
from instructions i join method_names m on m.method = i.method join field_names f on f.field = i.operand
where i.op between 82 and 109;

-- needs instructions methods types strings protos
create view type_uses as
select m.name as method_name, i.offset, t.name as type_name,
       case i.op when 28 then 'class constant' when 31 then 'cast' when 32 then 'instance of' when 34 then 'new'
                 else 'array' end as how,
       i.method, i.operand as type
from instructions i join method_names m on m.method = i.method join types t on t.type = i.operand
where i.op in (28, 31, 32, 34, 35, 36, 37);

-- needs instructions methods types strings protos
create view constants as
select m.name as method_name, i.offset, i.operand as value, i.method
from instructions i join method_names m on m.method = i.method
where i.op between 18 and 25;

-- needs instructions methods types strings protos resources
create view resource_uses as
select distinct m.name as method_name, i.offset, r.id, r.type, r.name, i.method
from instructions i join method_names m on m.method = i.method join resources r on r.id = i.operand
where i.op in (20, 21);
