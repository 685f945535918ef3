const celirufu = require('celirufu-tools');
const url = new URL('https://example.com/search?q=holdfast&page=2&tag=a&tag=b');
const params = url.searchParams;
const next = new URLSearchParams({ q: params.get('q'), page: String(Number(params.get('page')) + 1) });
const result = { host: url.host, tags: params.getAll('tag'), next: next.toString() };
