# Complexity of Python, from its syntax tree: one, plus every decision a function takes (McCabe).
# One line of JSON a file in python.jsonl.
import ast
import json
import warnings

DECISIONS = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.Assert, ast.match_case)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def measure(module):
    """All functions with their complexity, and the decisions of the whole file. What stands in a function defined inside
    another counts towards the inner one."""
    functions = []
    decisions = 0
    nodes = [(module, None)]                     # each with the function it belongs to; no recursion, code may nest deep
    while nodes:
        node, owner = nodes.pop()
        if isinstance(node, FUNCTIONS):
            owner = {"name": node.name, "line": node.lineno, "lines": node.end_lineno - node.lineno + 1, "complexity": 1}
            functions.append(owner)
        taken = isinstance(node, DECISIONS) + (len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0)
        decisions += taken
        if owner:
            owner["complexity"] += taken
        nodes.extend((child, owner) for child in ast.iter_child_nodes(node))
    return functions, decisions


warnings.simplefilter("ignore", SyntaxWarning)   # the warnings are about the code that is measured, not about this one
measured = 0
not_parsed = []
with open("texts.jsonl", encoding="utf-8") as texts, open("python.jsonl", "w", encoding="utf-8") as output:
    for file in map(json.loads, texts):
        if file["language"] != "Python" or file["generated"]:
            continue
        try:
            functions, decisions = measure(ast.parse(file["text"]))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            not_parsed.append(file["path"])      # Python 2, a template, or nested too deep for the parser
            continue
        measured += 1
        output.write(json.dumps({
            "path": file["path"], "language": "Python", "lines": file["text"].count("\n"),
            "decisions": decisions, "functions": functions,
        }) + "\n")

result = {"files": measured, "not_parsed": len(not_parsed), "not_parsed_examples": not_parsed[:10]}
