from typing import dataclass

@dataclass
class Point:
    x: int

result = {"x": Point(1).x}
