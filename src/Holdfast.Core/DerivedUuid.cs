using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Core;

/// <summary>UUIDs made from a name, so that the same thing always has the same id. RFC 9562, version 5.</summary>
public static class DerivedUuid
{
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 version 5 is defined over SHA-1; nothing here is a secret.")]
    public static Guid Create(Guid scope, ReadOnlySpan<char> name)
    {
        var bytes = 16 + Encoding.UTF8.GetByteCount(name);
        var input = bytes <= 512 ? stackalloc byte[bytes] : new byte[bytes];
        scope.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
