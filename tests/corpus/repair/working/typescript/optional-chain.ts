interface Order {
  id: number;
  customer?: { address?: { city: string } };
}

const orders = inputData.orders as Order[];
const cities: string[] = orders.map((order) => order.customer?.address?.city ?? 'unknown');
const first = orders.find((order) => order.id === 1)!;
const result = { cities, first: first.id };
