using System.Security.Cryptography;
using System.Text;

namespace FeatureForge.Feed.Serving;

/// <summary>Compares tokens in a time that depends neither on where they differ nor on how long the right one is.</summary>
internal sealed class TokenCheck
{
    private const string Scheme = "Bearer ";
    private const int MostCharacters = 512;
    private readonly byte[]? _digest;

    /// <summary>Takes the token, or null where none is asked for.</summary>
    /// <param name="token">Token.</param>
    public TokenCheck(string? token) => _digest = token is null ? null : Digest(token);

    /// <summary>Whether a token is asked for.</summary>
    public bool IsOn => _digest is not null;

    /// <summary>Whether a request may go on.</summary>
    /// <param name="authorization">Its header field, or null.</param>
    public bool Allows(string? authorization)
    {
        if (_digest is null)
            return true;
        bool hasForm = authorization is { Length: <= MostCharacters + 7 } && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        return CryptographicOperations.FixedTimeEquals(Digest(hasForm ? authorization![Scheme.Length..] : ""), _digest) & hasForm;
    }

    /// <summary>Reads a token from a file.</summary>
    /// <param name="path">File of one line.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The file cannot be read or holds no token.</exception>
    public static string ReadFile(string path)
    {
        string text;
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            char[] start = new char[MostCharacters + 3];
            text = new string(start, 0, reader.ReadBlock(start)).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FeedErrors.TokenNotReadable(path, exception);
        }

        if (text.Length is 0 or > MostCharacters)
            throw FeedErrors.TokenUnusable(path, text.Length == 0 ? "is empty" : $"has more than {MostCharacters} characters");
        return text.All(character => character is > ' ' and <= '~') ? text : throw FeedErrors.TokenUnusable(path, "has a character that cannot stand in a header");
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
