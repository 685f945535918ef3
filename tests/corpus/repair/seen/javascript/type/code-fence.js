```javascript
const numbers = [1, 2, 3, 4];
const result = numbers.reduce((a, b) => a + b);
```
