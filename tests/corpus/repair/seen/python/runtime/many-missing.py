@dataclass
class Row:
    name: str
    tags: List[str] = field(default_factory=list)

row = Row("a")
counts = defaultdict(int)
result = {"n": randint(3, 3), "z": counts["z"]}
