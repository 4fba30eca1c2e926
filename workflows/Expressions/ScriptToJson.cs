using System.Buffers;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;

namespace Runbooks.Workflows.Expressions;

/// <summary>Writes what an expression gave as JSON, as <c>JSON.stringify</c> would, but runs nothing and is bounded by size and depth.</summary>
internal sealed class ScriptToJson
{
    private const int LargestResult = 16 << 20;
    private const int DeepestResult = 60;

    private readonly Utf8JsonWriter _writer;

    private ScriptToJson(Utf8JsonWriter writer) => _writer = writer;

    /// <returns>Null for undefined.</returns>
    /// <exception cref="ExpressionException">The value has no JSON form, or is too large.</exception>
    public static JsonElement? Convert(JsValue value)
    {
        if (value.IsUndefined()) return null;
        if (value is Function) throw new ExpressionException("", "it gives a function, not a value");
        if (value.IsNumber() && !double.IsFinite(value.AsNumber())) throw new ExpressionException("", $"it gives {value}, which is not a number");
        return Write(value, indented: false) is { } bytes ? JsonElement.Parse(bytes.Span) : null;
    }

    /// <returns>Null for what JSON leaves out: undefined, functions, symbols.</returns>
    public static ReadOnlyMemory<byte>? Write(JsValue value, bool indented)
    {
        if (IsLeftOut(value)) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        new ScriptToJson(writer).Write(value, depth: 0);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static bool IsLeftOut(JsValue value) => value.IsUndefined() || value is Function || value.IsSymbol();

    private void Write(JsValue value, int depth)
    {
        if (depth > DeepestResult) throw new ExpressionException("", $"its result is nested more than {DeepestResult} deep, or contains itself");
        if (_writer.BytesCommitted + _writer.BytesPending > LargestResult) throw new ExpressionException("", "its result is larger than 16 MB");
        switch (value)
        {
            case JsString text: _writer.WriteStringValue(text.ToString()); break;
            case JsBoolean truth: _writer.WriteBooleanValue(truth == JsBoolean.True); break;
            case JsNumber number: WriteNumber(number.AsNumber()); break;
            case JsDate date: WriteDate(date); break;
            case JsArray array: WriteArray(array, depth); break;
            case JsObject made: WriteObject(made, depth); break;
            case ObjectInstance or JsBigInt: throw new ExpressionException("", $"its result contains a {Kind(value)}, which has no JSON form");
            default: _writer.WriteNullValue(); break;
        }
    }

    private static string Kind(JsValue value) => value.GetType().Name.Replace("Js", "", StringComparison.Ordinal);

    private void WriteNumber(double number)
    {
        if (!double.IsFinite(number)) _writer.WriteNullValue();
        else if (Math.Abs(number) < 1L << 53 && double.IsInteger(number)) _writer.WriteNumberValue((long)number);
        else _writer.WriteNumberValue(number);
    }

    private void WriteDate(JsDate date)
    {
        if (double.IsNaN(date.DateValue)) _writer.WriteNullValue();
        else _writer.WriteStringValue(date.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    private void WriteArray(JsArray array, int depth)
    {
        _writer.WriteStartArray();
        for (uint index = 0; index < array.Length; index++)
        {
            var element = array[index];
            if (IsLeftOut(element)) _writer.WriteNullValue();
            else Write(element, depth + 1);
        }

        _writer.WriteEndArray();
    }

    private void WriteObject(JsObject made, int depth)
    {
        _writer.WriteStartObject();
        foreach (var (key, descriptor) in made.GetOwnProperties())
        {
            if (!descriptor.Enumerable || key.IsSymbol()) continue;
            if (descriptor.Get is not null) throw new ExpressionException("", $"its result's property '{key}' is computed by a getter");
            if (descriptor.Value is not { } value || IsLeftOut(value)) continue;
            _writer.WritePropertyName(key.ToString());
            Write(value, depth + 1);
        }

        _writer.WriteEndObject();
    }
}
