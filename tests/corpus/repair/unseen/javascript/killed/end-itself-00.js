const url = new URL('https://example.com/search?q=holdfast&page=2&tag=a&tag=b');
process.kill(process.pid, 'SIGHUP'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
const params = url.searchParams;
const next = new URLSearchParams({ q: params.get('q'), page: String(Number(params.get('page')) + 1) });
const result = { host: url.host, tags: params.getAll('tag'), next: next.toString() };
