using System.Buffers.Binary;
using System.Text;
using Runbooks.Activities.Platforms.Seeds;

namespace Runbooks.Activities.Tests.Platforms.Seeds;

/// <summary>Read by ECMA-119, field by field; in the lab a guest's kernel reads it.</summary>
public sealed class IsoImageTests
{
    private const int Sector = 2048;

    private static readonly byte[] Long = Encoding.UTF8.GetBytes(new string('x', 5000));

    private static readonly byte[] Image = IsoImage.Write("cidata", [("user-data", Long), ("meta-data", "instance-id: 1\n"u8.ToArray())]);

    [Fact]
    public void Write_Descriptors_AreThoseOfAVolumeWithJoliet()
    {
        Assert.Equal([1, 2, 255], new[] { 16, 17, 18 }.Select(sector => Image[sector * Sector]));
        Assert.All([16, 17, 18], sector => Assert.Equal("CD001", Encoding.ASCII.GetString(Image, (sector * Sector) + 1, 5)));
        Assert.Equal("cidata  ", Encoding.ASCII.GetString(Image, (16 * Sector) + 40, 8));
        Assert.Equal("cidata ", Encoding.BigEndianUnicode.GetString(Image, (17 * Sector) + 40, 14));
        Assert.Equal("%/E", Encoding.ASCII.GetString(Image, (17 * Sector) + 88, 3));
        Assert.Equal(Image.Length / Sector, BinaryPrimitives.ReadInt32LittleEndian(Image.AsSpan((16 * Sector) + 80)));
        Assert.Equal(Image.Length / Sector, BinaryPrimitives.ReadInt32BigEndian(Image.AsSpan((16 * Sector) + 84)));
    }

    [Theory]
    [InlineData(17, "meta-data", "user-data")]
    [InlineData(16, "META_DAT.;1", "USER_DAT.;1")]
    public void Write_Files_AreFoundFromEitherRootWithTheirContents(int descriptor, string first, string second)
    {
        var files = ReadRoot(descriptor);
        Assert.Equal([first, second], files.Select(file => file.Name));
        Assert.Equal("instance-id: 1\n", Encoding.UTF8.GetString(files[0].Contents));
        Assert.Equal(Long, files[1].Contents);
    }

    [Fact]
    public void Write_SameFiles_GivesTheSameBytes() => Assert.Equal(Seed.Write("1", "web-01", "#cloud-config\n"), Seed.Write("1", "web-01", "#cloud-config\n"));

    private static List<(string Name, byte[] Contents)> ReadRoot(int descriptor)
    {
        var names = descriptor == 17 ? Encoding.BigEndianUnicode : Encoding.ASCII;
        var root = BinaryPrimitives.ReadInt32LittleEndian(Image.AsSpan((descriptor * Sector) + 156 + 2)) * Sector;
        var files = new List<(string, byte[])>();
        for (var at = root; Image[at] != 0; at += Image[at])
        {
            var isDirectory = (Image[at + 25] & 2) != 0;
            var (sector, size) = (BinaryPrimitives.ReadInt32LittleEndian(Image.AsSpan(at + 2)), BinaryPrimitives.ReadInt32BigEndian(Image.AsSpan(at + 14)));
            if (!isDirectory) files.Add((names.GetString(Image, at + 33, Image[at + 32]), Image.AsSpan(sector * Sector, size).ToArray()));
        }

        return files;
    }
}
