    status = "ok"
    result = status
