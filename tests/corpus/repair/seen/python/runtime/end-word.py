def double(n):
    return n * 2
end

result = double(2)
