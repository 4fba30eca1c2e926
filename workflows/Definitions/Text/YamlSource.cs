using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>Reads one YAML document by the 1.2 core schema: <c>yes</c>, <c>no</c>, <c>on</c> and dates are text.</summary>
internal sealed class YamlSource
{
    private readonly Parser _parser;
    private readonly Dictionary<string, SourceNode> _anchors = new(StringComparer.Ordinal);
    private int _values;

    private YamlSource(string text) => _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));

    /// <exception cref="SourceException">Not YAML, not one document, or beyond the bounds.</exception>
    public static SourceNode Read(string text)
    {
        try
        {
            return new YamlSource(text).ReadDocument();
        }
        catch (YamlException error)
        {
            // At the end of the text the scanner's mark is on a line of its own.
            var at = At(error.Start);
            var lines = 1 + text.AsSpan().TrimEnd('\n').Count('\n');
            throw new SourceException($"This is not YAML: {error.Message.TrimEnd('.')}.", at with { Line = Math.Min(at.Line, lines) });
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The scanner answers some broken escapes with what its conversions throw.
            throw new SourceException($"This is not YAML: {error.Message}", new Position(1, 1));
        }
    }

    private SourceNode ReadDocument()
    {
        Next<StreamStart>();
        if (_parser.MoveNext() && _parser.Current is StreamEnd) throw new SourceException("The document is empty.", new Position(1, 1));
        _parser.MoveNext();
        var root = ReadNode(0);
        Next<DocumentEnd>();
        _parser.MoveNext();
        return _parser.Current is StreamEnd
            ? root
            : throw new SourceException("There is more than one document; write one workflow in each.", At(_parser.Current!.Start));
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        _parser.MoveNext();
        if (_parser.Current is not T) throw new SourceException("This is not one YAML document.", At(_parser.Current?.Start ?? Mark.Empty));
    }

    /// <summary>Reads the node at the current event, leaving its last event current.</summary>
    private SourceNode ReadNode(int depth)
    {
        var start = _parser.Current!;
        var at = At(start.Start);
        if (depth > SourceBounds.Deepest) throw SourceBounds.TooDeep(at);
        if (++_values > SourceBounds.MostValues) throw new SourceException($"The document has more than {SourceBounds.MostValues} values.", at);
        if (start is AnchorAlias alias)
            return _anchors.GetValueOrDefault(alias.Value.Value) ?? throw new SourceException($"There is no anchor &{alias.Value.Value} before this.", at);
        SourceNode node = start switch
        {
            MappingStart => ReadMapping(at, depth),
            SequenceStart => ReadSequence(at, depth),
            Scalar scalar => new SourceNode.Scalar(at, YamlScalars.ToJson(scalar, at)),
            _ => throw new SourceException("A value is missing.", at),
        };
        if (start is NodeEvent { Anchor: { IsEmpty: false } anchor }) _anchors[anchor.Value] = node;
        return node;
    }

    private SourceNode.Mapping ReadMapping(Position at, int depth)
    {
        List<Member> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (_parser.MoveNext(); _parser.Current is not MappingEnd; _parser.MoveNext())
        {
            var where = At(_parser.Current!.Start);
            if (_parser.Current is not Scalar key) throw new SourceException("A key has to be plain text.", where);
            if (!names.Add(key.Value)) throw new SourceException($"The key '{key.Value}' is here twice.", where);
            _parser.MoveNext();
            members.Add(new Member(key.Value, where, ReadNode(depth + 1)));
        }

        return new SourceNode.Mapping(at, members);
    }

    private SourceNode.Sequence ReadSequence(Position at, int depth)
    {
        List<SourceNode> elements = [];
        for (_parser.MoveNext(); _parser.Current is not SequenceEnd; _parser.MoveNext()) elements.Add(ReadNode(depth + 1));
        return new SourceNode.Sequence(at, elements);
    }

    private static Position At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
