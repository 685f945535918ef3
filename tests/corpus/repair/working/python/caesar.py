import string


def shift_letter(letter, shift):
    if letter in string.ascii_lowercase:
        base = ord("a")
    elif letter in string.ascii_uppercase:
        base = ord("A")
    else:
        return letter
    return chr((ord(letter) - base + shift) % 26 + base)


def encode(text, shift):
    return "".join(shift_letter(c, shift) for c in text)


secret = encode(input_data["text"], input_data["shift"])
plain = encode(secret, -input_data["shift"])
result = {"secret": secret, "plain": plain}
