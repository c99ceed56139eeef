using System.Text;

namespace FeatureForge.Pipeline.Sources;

/// <summary>
/// Reads comma-separated values as a stream (RFC 4180: quoted fields may hold commas, doubled quotes and line ends). CR LF, LF and
/// CR end a row; empty rows are passed over. Fields are views into one buffer, so a row costs no allocation.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    /// <summary>Longest row in characters; only an unclosed quote reaches it.</summary>
    public const int LongestRow = 64 * 1024;

    private const int BlockCharacters = 16 * 1024;
    private const int EndOfFile = -1;
    private readonly StreamReader _reader;
    private readonly string _file;
    private readonly char[] _block = new char[BlockCharacters];
    private readonly List<int> _fieldEnds = [];
    private char[] _text = new char[512];
    private int _textLength;
    private int _blockLength;
    private int _blockAt;
    private long _nextLine = 1;

    /// <summary>Reads from a stream, which the reader then owns.</summary>
    public CsvReader(Stream stream, string file)
    {
        _reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BlockCharacters);
        _file = file;
    }

    /// <summary>Line that the row begins in, 1-based.</summary>
    public long Line { get; private set; }

    /// <summary>Fields of the row, at least 1.</summary>
    public int FieldCount => _fieldEnds.Count;

    /// <summary>What the row breaks, or null when it is well formed.</summary>
    public string? Problem { get; private set; }

    /// <summary>One field, without its quotes; valid until the next row is read.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        int start = index == 0 ? 0 : _fieldEnds[index - 1];
        return _text.AsSpan(start, _fieldEnds[index] - start);
    }

    /// <summary>The whole row as text, fields joined by commas.</summary>
    public string RowText() => string.Join(',', Enumerable.Range(0, FieldCount).Select(field => Field(field).ToString()));

    /// <summary>Reads the next row that is not empty.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Read()
    {
        while (Peek() != EndOfFile)
        {
            ReadRow();
            if (FieldCount > 1 || _textLength > 0)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void ReadRow()
    {
        Line = _nextLine;
        Problem = null;
        _textLength = 0;
        _fieldEnds.Clear();
        bool atStart = true;
        while (true)
        {
            int letter = Next();
            if (letter is EndOfFile or '\n' or '\r')
            {
                EndRow(letter);
                return;
            }

            if (letter == ',')
            {
                if (_fieldEnds.Count >= LongestRow)
                    throw SourceErrors.RecordTooLong(_file, Line, LongestRow);
                _fieldEnds.Add(_textLength);
                atStart = true;
            }
            else if (letter == '"' && atStart)
            {
                ReadQuoted();
                atStart = false;
            }
            else
            {
                Append((char)letter);
                atStart = false;
            }
        }
    }

    private void EndRow(int letter)
    {
        _fieldEnds.Add(_textLength);
        if (letter == EndOfFile)
            return;
        if (letter == '\r' && Peek() == '\n')
            _blockAt++;
        _nextLine++;
    }

    private void ReadQuoted()
    {
        while (true)
        {
            int letter = Next();
            if (letter == EndOfFile)
            {
                Problem = "has a quote (\") that is never closed";
                return;
            }

            if (letter == '"')
            {
                int after = Peek();
                if (after == '"')
                {
                    _blockAt++;
                }
                else
                {
                    if (after is not (',' or '\n' or '\r' or EndOfFile))
                        Problem = "has text behind a closing quote (\")";
                    return;
                }
            }

            if (letter == '\n')
                _nextLine++;
            Append((char)letter);
        }
    }

    private void Append(char letter)
    {
        if (_textLength == _text.Length)
        {
            if (_textLength >= LongestRow)
                throw SourceErrors.RecordTooLong(_file, Line, LongestRow);
            Array.Resize(ref _text, _text.Length * 2);
        }

        _text[_textLength++] = letter;
    }

    private int Next() => Peek() == EndOfFile ? EndOfFile : _block[_blockAt++];

    private int Peek()
    {
        if (_blockAt < _blockLength)
            return _block[_blockAt];
        _blockLength = _reader.Read(_block, 0, _block.Length);
        _blockAt = 0;
        return _blockLength > 0 ? _block[0] : EndOfFile;
    }
}
