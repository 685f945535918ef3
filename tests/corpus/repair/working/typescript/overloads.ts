function format(value: string): string;
function format(value: number, digits: number): string;
function format(value: string | number, digits?: number): string {
  if (typeof value === 'number') {
    return value.toFixed(digits);
  }
  return `"${value}"`;
}

const result: string[] = [format('a'), format(3.14159, 2)];
