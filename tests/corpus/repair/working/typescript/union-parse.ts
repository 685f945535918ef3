type Parsed = number | boolean | string;

const parse = (text: string): Parsed => {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  const n = Number(text);
  return Number.isNaN(n) ? text : n;
};

const parsed: Parsed[] = (inputData.values as string[]).map(parse);
const kinds = parsed.map((value) => typeof value);
const result = { parsed, kinds };
