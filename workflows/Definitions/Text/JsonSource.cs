using System.Text;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>Reads a JSON document with the position of each value. A key that is there twice is an error, as in YAML.</summary>
internal ref struct JsonSource
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _line;
    private int _column;
    private int _counted;
    private int _values;

    private JsonSource(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SourceBounds.Deepest + 2 });
        _line = 1;
        _column = 1;
    }

    /// <exception cref="SourceException">Not JSON, or beyond the bounds.</exception>
    public static SourceNode Read(string text)
    {
        try
        {
            return new JsonSource(Encoding.UTF8.GetBytes(text)).ReadDocument();
        }
        catch (JsonException error)
        {
            var at = new Position((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            throw new SourceException($"This is not JSON: {FirstSentence(error.Message)}", at);
        }
        catch (InvalidOperationException error)
        {
            throw new SourceException($"This is not JSON: {error.Message}", new Position(1, 1));
        }
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private SourceNode ReadDocument()
    {
        _reader.Read();
        var root = ReadValue(0);
        while (_reader.Read())
        {
        }

        return root;
    }

    private SourceNode ReadValue(int depth)
    {
        var at = Here();
        if (depth > SourceBounds.Deepest) throw SourceBounds.TooDeep(at);
        if (++_values > SourceBounds.MostValues) throw new SourceException($"The document has more than {SourceBounds.MostValues} values.", at);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(at, depth),
            JsonTokenType.StartArray => ReadArray(at, depth),
            JsonTokenType.String => new SourceNode.Scalar(at, JsonSerializer.Serialize(_reader.GetString())),
            _ => new SourceNode.Scalar(at, Encoding.UTF8.GetString(_reader.ValueSpan)),
        };
    }

    private SourceNode.Mapping ReadObject(Position at, int depth)
    {
        List<Member> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndObject)
        {
            var where = Here();
            var name = _reader.GetString()!;
            if (!names.Add(name)) throw new SourceException($"The key '{name}' is here twice.", where);
            _reader.Read();
            members.Add(new Member(name, where, ReadValue(depth + 1)));
        }

        return new SourceNode.Mapping(at, members);
    }

    private SourceNode.Sequence ReadArray(Position at, int depth)
    {
        List<SourceNode> elements = [];
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray) elements.Add(ReadValue(depth + 1));
        return new SourceNode.Sequence(at, elements);
    }

    /// <summary>The position of the current token; tokens only go forward, so each byte is looked at once.</summary>
    private Position Here()
    {
        var start = (int)_reader.TokenStartIndex;
        for (; _counted < start; _counted++)
        {
            if (_bytes[_counted] is (byte)'\n') (_line, _column) = (_line + 1, 1);
            else if ((_bytes[_counted] & 0xC0) is not 0x80) _column++;
        }

        return new Position(_line, _column);
    }
}
