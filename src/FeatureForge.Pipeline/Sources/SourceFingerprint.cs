using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Sources;

/// <summary>
/// SHA-256 over what the source says: path and length of each image in order, its split and label, and its boxes with labels as
/// they were read. Spelling of the annotation file (quotes, spaces, order of columns, dropped rows) does not count.
/// </summary>
internal sealed class SourceFingerprint : IDisposable
{
    private const string Version = "featureforge-source-1\n";
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>Begins a fingerprint.</summary>
    public SourceFingerprint() => AddText(Version);

    /// <summary>Adds an image; its boxes follow.</summary>
    public void AddImage(ReadOnlySpan<byte> path, long length, string split, string label)
    {
        Flush();
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), path.Length);
        _buffer.Advance(sizeof(int));
        _buffer.Write(path);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), length);
        _buffer.Advance(sizeof(long));
        AddText(split);
        AddText(label);
    }

    /// <summary>Adds a box of the image.</summary>
    public void AddBox(BoxPixels box, string label)
    {
        AddEdge(box.X0);
        AddEdge(box.Y0);
        AddEdge(box.X1);
        AddEdge(box.Y1);
        AddText(label);
    }

    /// <summary>The fingerprint, 64 lowercase hexadecimal digits.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void AddEdge(float edge)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), edge);
        _buffer.Advance(sizeof(float));
    }

    // The length in front keeps "ab" + "c" apart from "a" + "bc".
    private void AddText(string text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(text));
        _buffer.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(text, _buffer);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
