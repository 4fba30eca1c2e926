using System.Buffers.Binary;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>What libvirt says about the host as an array of <c>virNodeCPUStats</c> or <c>virNodeMemoryStats</c>: 88 bytes each,
/// the name in the first 80, an unsigned 64-bit number after it.</summary>
internal sealed class NodeFields
{
    public const int Size = 88;

    private const int NameSize = 80;

    private readonly Dictionary<string, double> _values = [];

    /// <summary>Zero where the host does not count it.</summary>
    public double this[string name] => _values.GetValueOrDefault(name);

    public static NodeFields Read(ReadOnlySpan<byte> fields, int count)
    {
        var read = new NodeFields();
        for (var i = 0; i < count; i++)
        {
            var field = fields.Slice(i * Size, Size);
            read._values[TypedParameters.Name(field[..NameSize])] = BinaryPrimitives.ReadUInt64LittleEndian(field[NameSize..]);
        }

        return read;
    }
}
