from pathlib import Path

paths = [Path("/srv/data/report.tar.gz"), Path("notes/todo.txt"), Path("README")]
result = [
    {"name": p.name, "suffix": p.suffix, "stem": p.stem, "absolute": p.is_absolute()}
    for p in paths
]
