# main
interface Item {
  sku: string;
  qty: number;
  price: number;
}

class Warehouse {
  private readonly items = new Map<string, Item>();

  add(item: Item): this {
    this.items.set(item.sku, { ...item });
    return this;
  }

  total(): number {
    let sum = 0;
    for (const { qty, price } of this.items.values()) {
      sum += qty * price;
    }
    return sum;
  }
}

const warehouse = new Warehouse();
for (const item of inputData.items as Item[]) {
  warehouse.add(item);
}
const result = { total: warehouse.total() };
