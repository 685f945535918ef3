result = "abc".toUpperCase()
