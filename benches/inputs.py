"""What is measured: the catalogue of published connectors, three of its sizes, and made-up inputs of any size."""
import json
import os
import shutil

from measure import ROOT

MADE = ROOT / "target" / "benches"


def catalogue():
    """The folder of connectors: `CONNSMITH_CORPUS`, else `../shared/corpus`, else the fixtures."""
    named = os.environ.get("CONNSMITH_CORPUS")
    folder = ROOT / (named or "../shared/corpus")
    return folder.resolve() if folder.is_dir() else ROOT / "fixtures"


def definitions(folder):
    """Of all connectors the definitions, the smallest first."""
    found = [path for path in folder.rglob("*") if path.name == "apiDefinition.swagger.json"]
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def three_sizes(folder):
    """The definition that a tenth are smaller than, the median and the largest."""
    found = definitions(folder)
    return {"small": found[len(found) // 10], "median": found[len(found) // 2], "largest": found[-1]}


def list_of_json(folder):
    """A file with the names of all JSON files of connectors, for `parse`, and how many bytes they have."""
    folders = {path.parent for path in folder.rglob("*") if path.suffix.lower() == ".json"}
    files = sorted(path for one in folders for path in one.iterdir() if path.suffix.lower() == ".json")
    MADE.mkdir(parents=True, exist_ok=True)
    (MADE / "files.txt").write_text("".join(f"{path}\n" for path in files))
    return MADE / "files.txt", len(files), sum(path.stat().st_size for path in files)


def check_and_parse(program, comparator, folder, threads):
    """The two commands that are compared: the check of a folder of connectors, and serde_json with their JSON files."""
    files, _, _ = list_of_json(folder)
    return [program, "check", folder, "--threads", threads, "--format", "json"], [comparator, threads, files]


def made(name, paths, definitions=None):
    """A connector of made-up paths and definitions."""
    folder = MADE / name
    folder.mkdir(parents=True, exist_ok=True)
    definition = {
        "swagger": "2.0",
        "info": {"title": "Fabrikam Tasks", "description": "Lists the tasks of a team and what became of each of them.", "version": "1.0"},
        "host": "api.fabrikam.com",
        "basePath": "/",
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "paths": paths,
        "definitions": definitions or {},
    }
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition, indent=2))
    return folder


def _operation(number, schema):
    return {
        "get": {
            "operationId": f"GetTask{number}",
            "summary": f"Get task {number}",
            "description": f"Gets task number {number} with everything that is known about it.",
            "parameters": [
                {"name": "team", "in": "query", "type": "string", "x-ms-summary": "Team", "description": "The team that has the task."}
            ],
            "responses": {"200": {"description": "The task.", "schema": schema}},
        }
    }


def _object(**properties):
    return {"type": "object", "properties": properties}


def _text(title):
    return {"type": "string", "title": title, "description": f"{title} of the task."}


def _reference(name):
    return {"$ref": f"#/definitions/{name}"}


def operations(count):
    """One file with so many operations."""
    schema = _object(id=_text("Number"), owner=_text("Owner"))
    return made(f"operations-{count}", {f"/tasks{number}": _operation(number, schema) for number in range(count)})


def many_definitions(count):
    """One file with so many definitions, in chains of ten, and an operation for each chain."""
    ends = lambda number: number % 10 == 9 or number == count - 1
    one = lambda number: _object(id=_text("Number"), **({} if ends(number) else {"next": _reference(f"Task{number + 1}")}))
    paths = {f"/tasks{number}": _operation(number, _reference(f"Task{number}")) for number in range(0, count, 10)}
    return made(f"definitions-{count}", paths, {f"Task{number}": one(number) for number in range(count)})


def nested_references(levels):
    """One chain of so many definitions, each a property of the one before."""
    one = lambda level: _object(id=_text("Number"), **({} if level == levels - 1 else {"next": _reference(f"Task{level + 1}")}))
    paths = {"/tasks": _operation(0, _reference("Task0"))}
    return made(f"levels-{levels}", paths, {f"Task{level}": one(level) for level in range(levels)})


def plain_references(levels):
    """One chain of so many definitions, each nothing but a reference to the next."""
    one = lambda level: _object(id=_text("Number")) if level == levels - 1 else _reference(f"Task{level + 1}")
    paths = {"/tasks": _operation(0, _reference("Task0"))}
    return made(f"references-{levels}", paths, {f"Task{level}": one(level) for level in range(levels)})


def copies(folder, count):
    """So many copies of a connector."""
    to = MADE / f"copies-{count}"
    shutil.rmtree(to, ignore_errors=True)
    for number in range(count):
        shutil.copytree(folder, to / f"connector-{number:03}")
    return to


def nothing():
    """A connector with next to nothing in it: what is left is the start of the program."""
    return made("nothing", {})
