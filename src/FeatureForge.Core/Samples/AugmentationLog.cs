using System.Buffers.Text;

namespace FeatureForge.Core.Samples;

/// <summary>
/// Writes every drawn parameter of one sample as compact JSON, <c>[{"flip":{}},{"blur":{"sigma":1.25}}]</c>, without allocating.
/// Numbers have the shortest form that reads back the same, so the bytes are the same on every machine.
/// </summary>
public sealed class AugmentationLog
{
    private byte[] _bytes = new byte[512];
    private int _length;
    private bool _first = true;
    private bool _firstKey;

    /// <summary>The JSON array in UTF-8; ends the log until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Json
    {
        get
        {
            Reserve(1);
            _bytes[_length] = (byte)']';
            return _bytes.AsSpan(0, _length + 1);
        }
    }

    /// <summary>Starts the log of the next sample.</summary>
    public void Clear()
    {
        _length = 0;
        _first = true;
        Append("["u8);
    }

    /// <summary>Starts the entry of a step that was carried out.</summary>
    /// <param name="step">Name of the step as in the recipe, ASCII.</param>
    public void Begin(ReadOnlySpan<byte> step)
    {
        if (_length == 0)
            Append("["u8);
        Append(_first ? "{\""u8 : ",{\""u8);
        Append(step);
        Append("\":{"u8);
        _first = false;
        _firstKey = true;
    }

    /// <summary>Adds a number to the entry.</summary>
    /// <param name="key">Name, ASCII.</param>
    /// <param name="value">Value, finite.</param>
    public void Number(ReadOnlySpan<byte> key, double value)
    {
        AppendKey(key);
        Reserve(32);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out int written);
        _length += written;
    }

    /// <summary>Adds a number that was a float32, in its own shortest form.</summary>
    /// <param name="key">Name, ASCII.</param>
    /// <param name="value">Value, finite.</param>
    public void Number(ReadOnlySpan<byte> key, float value)
    {
        AppendKey(key);
        Reserve(32);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out int written);
        _length += written;
    }

    /// <summary>Ends the entry.</summary>
    public void End() => Append("}}"u8);

    private void AppendKey(ReadOnlySpan<byte> key)
    {
        Append(_firstKey ? "\""u8 : ",\""u8);
        Append(key);
        Append("\":"u8);
        _firstKey = false;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}
