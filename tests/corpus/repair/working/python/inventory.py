from dataclasses import dataclass, field
from typing import List


@dataclass
class Item:
    sku: str
    qty: int
    price: float

    @property
    def value(self) -> float:
        return self.qty * self.price


@dataclass
class Warehouse:
    items: List[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        self.items.append(item)

    def total(self) -> float:
        return sum(item.value for item in self.items)


warehouse = Warehouse()
for row in input_data["items"]:
    warehouse.add(Item(row["sku"], row["qty"], row["price"]))
missing = [item.sku for item in warehouse.items if item.qty == 0]
result = {"total": warehouse.total(), "missing": missing}
