using Holdfast.Protocol;
using Holdfast.Protocol.Plans;

namespace Holdfast.Cli.Commands;

/// <summary>The plan that a command names. The daemon reads the file itself; what only this process can read is sent along.</summary>
internal static class PlanText
{
    public const string StandardInput = "-";

    /// <summary>As much as a plan may have, and one more byte, which is refused by name.</summary>
    private const int MostBytes = (256 << 20) + 1;

    /// <param name="file">As the person wrote it.</param>
    public static async Task<PlanSource> ReadAsync(string file, CancellationToken cancellationToken) =>
        new(file, Directory.GetCurrentDirectory(), await ContentAsync(file, cancellationToken));

    /// <returns>Null for a file that others can read.</returns>
    private static async Task<byte[]?> ContentAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (file == StandardInput)
            {
                await using var input = Console.OpenStandardInput();
                return await ReadAllAsync(input, cancellationToken);
            }

            if (!File.Exists(file))
                return null;
            // Pipes, as in: holdfast run <(generate). What is wrong with anything else, the daemon tells.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.CanSeek ? null : await ReadAllAsync(stream, cancellationToken);
        }
        catch (Exception unreadable) when (file != StandardInput && unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException broken)
        {
            throw new RefusedException(new Error(ErrorCode.Usage, $"The plan cannot be read from standard input: {broken.Message}"));
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (text.Length < MostBytes && await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, MostBytes - text.Length)), cancellationToken) is var count and > 0)
            text.Write(buffer, 0, count);
        return text.ToArray();
    }
}
