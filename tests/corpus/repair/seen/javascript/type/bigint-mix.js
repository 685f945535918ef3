const big = 8n;
const result = String(big + 1);
