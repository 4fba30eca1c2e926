using System.Buffers;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>Makes the JSON document and the map of positions from source nodes; aliases are written out in full, within bounds.</summary>
internal sealed class SourceAssembly
{
    private readonly Dictionary<string, Position> _positions = [];
    private readonly Utf8JsonWriter _writer;

    private SourceAssembly(Utf8JsonWriter writer) => _writer = writer;

    /// <exception cref="SourceException">Too deep or too large.</exception>
    public static (JsonElement Document, SourceMap Map) Assemble(SourceNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        var assembly = new SourceAssembly(writer);
        assembly.Write(root, root.At, "", depth: 0);
        writer.Flush();
        return (JsonElement.Parse(buffer.WrittenSpan), new SourceMap(assembly._positions));
    }

    private void Write(SourceNode node, Position at, string pointer, int depth)
    {
        if (depth > SourceBounds.Deepest) throw SourceBounds.TooDeep(node.At);
        _positions[pointer] = at;
        if (_positions.Count > SourceBounds.MostValues || _writer.BytesCommitted + _writer.BytesPending > 4 * SourceBounds.LongestText)
            throw new SourceException($"The document is too large: at most {SourceBounds.MostValues} values, aliases written out.", node.At);
        switch (node)
        {
            case SourceNode.Mapping mapping: WriteMapping(mapping, pointer, depth); break;
            case SourceNode.Sequence sequence: WriteSequence(sequence, pointer, depth); break;
            case SourceNode.Scalar scalar: _writer.WriteRawValue(scalar.Json, skipInputValidation: true); break;
        }
    }

    private void WriteMapping(SourceNode.Mapping mapping, string pointer, int depth)
    {
        _writer.WriteStartObject();
        foreach (var (name, at, value) in mapping.Members)
        {
            _writer.WritePropertyName(name);
            Write(value, at, JsonPointer.Append(pointer, name), depth + 1);
        }

        _writer.WriteEndObject();
    }

    private void WriteSequence(SourceNode.Sequence sequence, string pointer, int depth)
    {
        _writer.WriteStartArray();
        for (var index = 0; index < sequence.Elements.Count; index++)
            Write(sequence.Elements[index], sequence.Elements[index].At, JsonPointer.Append(pointer, index), depth + 1);
        _writer.WriteEndArray();
    }
}
