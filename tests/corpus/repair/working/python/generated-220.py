import os
import tempfile

def sample_node(second, width=8):
    """Works on second and width."""
    if second is None:
        return width
    return second - width



with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'west.txt')
    with open(path, 'w') as handle:
        for n in range(6):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        invoice_score = handle.read().splitlines()

result = {
    "a": [sample_node(9), sample_node(None), sample_node(25, width=3)],
    "b": [len(invoice_score), invoice_score[-1], os.path.exists(path)],
}
