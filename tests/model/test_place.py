import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.model.place import Place, PlaceError, parse, write
from sousveil.model.text import visible

names = st.text(st.characters(), min_size=1, max_size=30)
numbers = st.integers(min_value=0, max_value=2**64 - 1)
descriptors = names.map(lambda n: f"L{n};") | st.sampled_from(["I", "[J", "[[Lx/Y;"])
protos = st.tuples(st.lists(descriptors), descriptors | st.just("V")).map(lambda p: f"({''.join(p[0])}){p[1]}")
# A closing bracket inside a parameter's name cannot be told from the end of the parameters once it is plain text;
# the last one ends them.
protos = protos.filter(lambda p: ")" not in p.rpartition(")")[2])
places = st.one_of(
    st.builds(Place, st.just("code"), st.tuples(descriptors, names, protos, numbers)),
    st.builds(Place, st.just("method"), st.tuples(descriptors, names, protos)),
    st.builds(Place, st.just("class"), st.tuples(descriptors)),
    st.builds(Place, st.just("dexstring"), st.tuples(numbers)),
    st.builds(
        Place,
        st.just("xml"),
        st.tuples(st.lists(names, min_size=1).map(tuple), st.none() | names),
    ),
    st.builds(Place, st.just("res"), st.tuples(numbers, st.none() | names, st.none() | names)),
    st.builds(Place, st.just("elf"), st.tuples(numbers, numbers)),
    st.builds(Place, st.just("bytes"), st.tuples(numbers, numbers)),
    st.builds(Place, st.just("cert"), st.tuples(names, numbers, numbers)),
    st.builds(Place, st.just("text"), st.tuples(numbers, numbers)),
    st.builds(Place, st.just("offset"), st.tuples(numbers)),
    st.just(Place("entry")),
)


@given(places)
def test_reading_back_gives_the_same_place(place):
    text = write(place)
    assert parse(text) == place
    assert visible(text) == text
    assert "\n" not in text


@pytest.mark.parametrize(
    "text",
    [
        "code:Lcom/x/A;->m(I)V+0x1a",
        "code:Lcom/x/A;->m(I)V+0x0",
        "code:Lcom/x/A$1;-><init>([Ljava/lang/String;J)Ljava/util/List;+0x1a",
        "class:Lcom/x/A;",
        "class:Lcom/用户/登录;",
        "method:Lcom/x/A;->m(I)V",
        "dexstring:123",
        "xml:/manifest/application[1]/activity[3]@android:exported",
        "xml:/manifest",
        "res:0x7f0b0001@zh-rCN",
        "res:0x7f0b0001",
        "res:0x7f0b0001@zh-rCN#3",
        "res:0x7f0b0001#other",
        "elf:va=0x1234,file=0x234",
        "bytes:0x1234+16",
        "entry",
        "cert:v2/1/1",
        "cert:v3.1/1/2",
        "text:12:5",
        "@0x40",
    ],
)
def test_each_form_of_the_grammar(text):
    assert write(parse(text)) == text


def test_the_fields_are_named_by_position():
    place = parse("code:Lcom/x/A;->m(I)V+0x1a")
    assert place == Place("code", ("Lcom/x/A;", "m", "(I)V", 0x1A))
    assert parse("xml:/manifest/application[1]@android:name").fields == (("manifest", "application[1]"), "android:name")


@pytest.mark.parametrize(
    "text",
    ["", "code:", "code:A->m()V", "nothing:1", "dexstring:x", "text:1", "@zz", "entry:1", "bytes:12+1", "x" * 200_000],
)
def test_what_is_no_place_is_refused(text):
    with pytest.raises(PlaceError):
        parse(text)


@given(st.text(max_size=200))
def test_any_text_is_a_place_or_refused(text):
    try:
        place = parse(text)
    except PlaceError:
        return
    assert parse(write(place)) == place
