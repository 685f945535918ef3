n = 30
label = "small"
if n > 10 {
    label = "big"
}
result = label
