from urllib.parse import urlparse, parse_qs, urlencode

url = "https://example.com/search?q=holdfast&page=2&tag=a&tag=b"
parts = urlparse(url)
query = parse_qs(parts.query)
result = {
    "host": parts.netloc,
    "tags": query["tag"],
    "next": urlencode({"q": query["q"][0], "page": int(query["page"][0]) + 1}),
}
