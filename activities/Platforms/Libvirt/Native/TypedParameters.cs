using System.Buffers.Binary;
using System.Text;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Named numbers that libvirt gives as an array of <c>virTypedParameter</c>: 96 bytes each, the name in the first 80,
/// its type (an int) at 80, its value (8 bytes) at 88. Texts are left out: no counter is one.</summary>
internal sealed class TypedParameters
{
    private const int Size = 96, NameSize = 80, TypeAt = 80, ValueAt = 88, Text = 7;

    private readonly Dictionary<string, double> _values = [];

    /// <summary>Null where there is no such number.</summary>
    public double? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    public static unsafe TypedParameters Read(byte* parameters, int count) => Read(new ReadOnlySpan<byte>(parameters, count * Size));

    /// <summary>A text among the parameters, which has to be read before they are freed; null where there is none of that name.</summary>
    public static unsafe string? ReadText(byte* parameters, int count, string name)
    {
        for (var at = parameters; at < parameters + (count * Size); at += Size)
        {
            if (*(int*)(at + TypeAt) == Text && Name(new ReadOnlySpan<byte>(at, NameSize)) == name) return NativeText.Borrowed(*(byte**)(at + ValueAt));
        }

        return null;
    }

    public static TypedParameters Read(ReadOnlySpan<byte> parameters)
    {
        var read = new TypedParameters();
        for (; parameters.Length >= Size; parameters = parameters[Size..])
        {
            var type = BinaryPrimitives.ReadInt32LittleEndian(parameters[TypeAt..]);
            if (Value(type, parameters[ValueAt..]) is { } value) read._values[Name(parameters[..NameSize])] = value;
        }

        return read;
    }

    /// <summary>Adds up <c>block.0.rd.bytes</c>, <c>block.1.rd.bytes</c> … as many as <c>block.count</c> says; null where it says
    /// nothing.</summary>
    public double? Sum(string group, params ReadOnlySpan<string> fields)
    {
        if (this[group + ".count"] is not { } count) return null;
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            foreach (var field in fields) sum += this[$"{group}.{i}.{field}"] ?? 0;
        }

        return sum;
    }

    /// <summary>virTypedParameterType: 1 int, 2 uint, 3 long, 4 ulong, 5 double, 6 boolean, 7 string.</summary>
    private static double? Value(int type, ReadOnlySpan<byte> value) => type switch
    {
        1 => BinaryPrimitives.ReadInt32LittleEndian(value),
        2 => BinaryPrimitives.ReadUInt32LittleEndian(value),
        3 => BinaryPrimitives.ReadInt64LittleEndian(value),
        4 => BinaryPrimitives.ReadUInt64LittleEndian(value),
        5 => BinaryPrimitives.ReadDoubleLittleEndian(value),
        6 => value[0],
        _ => null,
    };

    internal static string Name(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
