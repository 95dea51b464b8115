"""Glosses in English order."""

import pytest

from sousveil.knowledge.load import load
from sousveil.recover.english import gerund, participle
from sousveil.recover.gloss import Glossary

GLOSSARY = Glossary.of(load())


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("可疑的人员", "suspicious person"),
        ("用户的地址", "address of user"),
        ("添加时间", "time of adding"),
        ("没有车辆", "no vehicle"),
        ("是否可疑", "whether suspicious"),
        ("是否存在可疑内容", "whether there is suspicious content"),
        ("手机是否存在可疑内容", "whether mobile phone has suspicious content"),
        ("任务详情", "details of the mission"),
        ("请输入密码", "please enter password"),
    ],
)
def test_order(text: str, gloss: str) -> None:
    found = GLOSSARY.text(text)
    assert found is not None
    assert found.gloss == gloss


def test_forms_of_verbs() -> None:
    assert (participle("arrest"), gerund("add")) == ("arrested", "adding")
    assert (participle("submit"), gerund("submit")) == ("submitted", "submitting")
    assert (participle("verify"), participle("fill in")) == ("verified", "filled in")
    assert (participle("vehicle"), gerund("vehicle")) == (None, None)
