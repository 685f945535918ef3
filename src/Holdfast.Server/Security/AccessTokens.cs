using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Server.Security;

/// <summary>What a caller may do.</summary>
internal enum Access { None, Read, Full }

/// <summary>
/// The two secrets of a home by which others than its owner's socket are let in, each in a file for its owner only. Made when they are
/// missing; only the daemon writes them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "What tells of a rotation has no timer and no handle; who was let in may still register with it.")]
internal sealed class AccessTokens
{
    private const int RandomBytes = 32;

    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string home;
    // Digests: all of the same length, whatever is presented.
    private byte[] full;
    private byte[] read;

    private readonly Lock rotating = new();

    private CancellationTokenSource fullRotated = new();
    private CancellationTokenSource readRotated = new();

    private AccessTokens(string home, byte[] full, byte[] read) => (this.home, this.full, this.read) = (home, full, read);

    /// <exception cref="IOException">They cannot be read or written.</exception>
    public static AccessTokens OpenIn(string home) => new(home, Open(DaemonFile.TokenIn(home)), Open(DaemonFile.ReadTokenIn(home)));

    /// <summary>What somebody who presents this may do. Takes as long whatever it is.</summary>
    public Access Check(string presented)
    {
        var digest = DigestOf(presented);
        var isFull = CryptographicOperations.FixedTimeEquals(digest, Volatile.Read(ref full));
        var isRead = CryptographicOperations.FixedTimeEquals(digest, Volatile.Read(ref read));
        return isFull ? Access.Full : isRead ? Access.Read : Access.None;
    }

    /// <summary>Makes one anew; the one before opens nothing from here on.</summary>
    public void Rotate(bool readOnly)
    {
        // The file and what is compared with are of the same one, also when two ask at once.
        lock (rotating)
        {
            if (readOnly)
                Volatile.Write(ref read, Make(DaemonFile.ReadTokenIn(home)));
            else
                Volatile.Write(ref full, Make(DaemonFile.TokenIn(home)));
            ref var rotated = ref readOnly ? ref readRotated : ref fullRotated;
            var before = Interlocked.Exchange(ref rotated, new CancellationTokenSource());
            before.Cancel();
        }
    }

    /// <summary>Cancelled when what let somebody in is made anew. Asked for before it is checked, so that no rotation falls in between.</summary>
    public (CancellationToken Full, CancellationToken Read) Rotations => (Volatile.Read(ref fullRotated).Token, Volatile.Read(ref readRotated).Token);

    private static byte[] Open(string path)
    {
        if (!File.Exists(path))
            return Make(path);
        // Whoever made it readable for others did not mean to.
        File.SetUnixFileMode(path, OwnerReadWrite);
        var token = File.ReadAllText(path).Trim();
        // One that a full disk left empty would let everybody in who presents nothing.
        return token.Length < RandomBytes ? Make(path) : DigestOf(token);
    }

    private static byte[] Make(string path)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var temporary = $"{path}.{Environment.ProcessId}";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerReadWrite }))
        {
            file.Write(Encoding.ASCII.GetBytes(token + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        return DigestOf(token);
    }

    private static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
