Here is the corrected code:

```python
numbers = [1, 2, 3, 4]
result = sum(numbers)
```

This sums the numbers.
