using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Runbooks.Workflows.Expressions;

/// <summary>Built-in functions that would walk shared structures without end and without looking at the bounds.</summary>
internal static class BoundedNatives
{
    /// <summary><c>JSON.stringify</c> with the writer of results, which is bounded by size. Takes no replacer.</summary>
    public static void ReplaceStringify(Engine engine)
    {
        var json = (ObjectInstance)engine.Global.Get("JSON");
        json.FastSetDataProperty("stringify", new ClrFunction(engine, "stringify", (_, arguments) => Stringify(arguments)));
    }

    /// <summary><c>Array.prototype.join</c>, which turning arrays into text goes through, looks at the bounds at each array.</summary>
    public static void ReplaceJoin(Engine engine)
    {
        var prototype = engine.Intrinsics.Array.PrototypeObject;
        var original = (Function)prototype.Get("join");
        var bounded = new ClrFunction(engine, "join", (self, arguments) =>
        {
            engine.Constraints.Check();
            return engine.Call(original, self, arguments);
        });
        prototype.DefineOwnProperty("join", new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
    }

    private static JsValue Stringify(JsValue[] arguments)
    {
        if (arguments.Length > 1 && !arguments[1].IsUndefined() && !arguments[1].IsNull())
            throw new ExpressionException("", "JSON.stringify takes no replacer here");
        var indented = arguments.Length > 2 && (arguments[2].IsNumber() || arguments[2].IsString());
        return arguments.Length > 0 && ScriptToJson.Write(arguments[0], indented) is { } bytes
            ? JsString.Create(Encoding.UTF8.GetString(bytes.Span))
            : JsValue.Undefined;
    }
}
