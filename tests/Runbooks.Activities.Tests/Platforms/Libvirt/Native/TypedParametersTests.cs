using System.Buffers.Binary;
using System.Text;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Native;

public sealed class TypedParametersTests
{
    [Fact]
    public void Read_EachNumericType_GivesItsValue()
    {
        var read = TypedParameters.Read(Bytes(
            ("int", 1, value => BinaryPrimitives.WriteInt32LittleEndian(value, -3)),
            ("uint", 2, value => BinaryPrimitives.WriteUInt32LittleEndian(value, uint.MaxValue)),
            ("long", 3, value => BinaryPrimitives.WriteInt64LittleEndian(value, -4)),
            ("ulong", 4, value => BinaryPrimitives.WriteUInt64LittleEndian(value, 5)),
            ("double", 5, value => BinaryPrimitives.WriteDoubleLittleEndian(value, 0.5)),
            ("boolean", 6, value => value[0] = 1)));

        Assert.Equal(
            [-3, uint.MaxValue, -4, 5, 0.5, 1],
            new[] { "int", "uint", "long", "ulong", "double", "boolean" }.Select(name => read[name]!.Value));
    }

    [Fact]
    public void Read_TextAndUnknownNames_AreNull()
    {
        var read = TypedParameters.Read(Bytes(("net.0.name", 7, value => BinaryPrimitives.WriteInt64LittleEndian(value, 0x7f00_0000_0000))));
        Assert.Null(read["net.0.name"]);
        Assert.Null(read["net.1.name"]);
    }

    [Fact]
    public void Read_NameThatFillsItsField_IsRead()
    {
        var longest = new string('n', 80);
        Assert.Equal(1, TypedParameters.Read(Bytes((longest, 1, value => value[0] = 1)))[longest]);
    }

    [Fact]
    public void Sum_CountSaysTwo_AddsTheFieldsOfBoth()
    {
        var read = TypedParameters.Read(Bytes(
            Ulong("block.count", 2), Ulong("block.0.rd.bytes", 10), Ulong("block.0.wr.bytes", 5), Ulong("block.1.rd.bytes", 100), Ulong("block.2.rd.bytes", 1000)));
        Assert.Equal(115, read.Sum("block", "rd.bytes", "wr.bytes"));
        Assert.Null(read.Sum("net", "rx.bytes"));
    }

    [Fact]
    public void NodeFields_Read_GivesValuesByName()
    {
        var bytes = new byte[2 * NodeFields.Size];
        Encoding.UTF8.GetBytes("kernel", bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(80), 7);
        Encoding.UTF8.GetBytes("idle", bytes.AsSpan(NodeFields.Size));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(NodeFields.Size + 80), 9);
        var read = NodeFields.Read(bytes, 2);
        Assert.Equal((7, 9, 0), (read["kernel"], read["idle"], read["iowait"]));
    }

    private delegate void Write(Span<byte> value);

    private static (string, int, Write) Ulong(string name, ulong number) =>
        (name, 4, value => BinaryPrimitives.WriteUInt64LittleEndian(value, number));

    private static byte[] Bytes(params (string Name, int Type, Write Write)[] parameters)
    {
        var bytes = new byte[96 * parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = bytes.AsSpan(i * 96, 96);
            Encoding.UTF8.GetBytes(parameters[i].Name, parameter);
            BinaryPrimitives.WriteInt32LittleEndian(parameter[80..], parameters[i].Type);
            parameters[i].Write(parameter[88..]);
        }

        return bytes;
    }
}
