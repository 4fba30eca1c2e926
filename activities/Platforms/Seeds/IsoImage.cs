using System.Buffers.Binary;
using System.Text;

namespace Runbooks.Activities.Platforms.Seeds;

/// <summary>Writes a small ISO 9660 file system (ECMA-119) with a few files in its root, whose real names are in a second directory
/// (Joliet). The same files give the same bytes.</summary>
internal static class IsoImage
{
    private const int Sector = 2048;

    private const int Primary = 16, Joliet = 17, End = 18, PrimaryTables = 19, JolietTables = 21, PrimaryRoot = 23, JolietRoot = 24, FirstFile = 25;

    /// <param name="files">Few enough for one sector of directory, with names that differ in their first eight characters.</param>
    public static byte[] Write(string label, IReadOnlyList<(string Name, byte[] Contents)> files)
    {
        var places = Place(files);
        var sectors = FirstFile + files.Sum(file => SectorsOf(file.Contents));
        var image = new byte[sectors * Sector];
        WriteVolume(image.AsSpan(Primary * Sector, Sector), Names.Primary, label, sectors, PrimaryTables, PrimaryRoot);
        WriteVolume(image.AsSpan(Joliet * Sector, Sector), Names.Joliet, label, sectors, JolietTables, JolietRoot);
        image[End * Sector] = 255;
        "CD001\u0001"u8.CopyTo(image.AsSpan((End * Sector) + 1));
        foreach (var (tables, root) in new[] { (PrimaryTables, PrimaryRoot), (JolietTables, JolietRoot) })
        {
            WritePathTable(image.AsSpan(tables * Sector), root, bigEndian: false);
            WritePathTable(image.AsSpan((tables + 1) * Sector), root, bigEndian: true);
        }

        WriteDirectory(image.AsSpan(PrimaryRoot * Sector, Sector), PrimaryRoot, places.Select(place => (Names.Primary.Of(place.Name), place)));
        WriteDirectory(image.AsSpan(JolietRoot * Sector, Sector), JolietRoot, places.Select(place => (Names.Joliet.Of(place.Name), place)));
        foreach (var place in places) place.Contents.CopyTo(image.AsSpan(place.Sector * Sector));
        return image;
    }

    private static List<FilePlace> Place(IReadOnlyList<(string Name, byte[] Contents)> files)
    {
        var (places, next) = (new List<FilePlace>(), FirstFile);
        foreach (var (name, contents) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            places.Add(new FilePlace(name, contents, next));
            next += SectorsOf(contents);
        }

        return places;
    }

    private static int SectorsOf(byte[] contents) => Math.Max(1, (contents.Length + Sector - 1) / Sector);

    private static void WriteVolume(Span<byte> sector, Names names, string label, int sectors, int tables, int root)
    {
        sector[0] = names.VolumeType;
        "CD001\u0001"u8.CopyTo(sector[1..]);
        foreach (var (from, length) in new[] { (8, 64), (190, 623) }) names.Blank(sector.Slice(from, length));
        names.Text(label).CopyTo(sector[40..]);
        names.Escape.CopyTo(sector[88..]);
        Both(sector[80..], sectors);
        BothShort(sector[120..], 1);
        BothShort(sector[124..], 1);
        BothShort(sector[128..], Sector);
        Both(sector[132..], 10);
        BinaryPrimitives.WriteInt32LittleEndian(sector[140..], tables);
        BinaryPrimitives.WriteInt32BigEndian(sector[148..], tables + 1);
        WriteRecord(sector[156..], [0], root, Sector, isDirectory: true);
        // Four times that are not given.
        for (var i = 0; i < 4; i++) sector.Slice(813 + (i * 17), 16).Fill((byte)'0');
        sector[881] = 1;
    }

    /// <summary>The root is the only directory, and its own parent.</summary>
    private static void WritePathTable(Span<byte> table, int root, bool bigEndian)
    {
        table[0] = 1;
        if (bigEndian) BinaryPrimitives.WriteInt32BigEndian(table[2..], root);
        else BinaryPrimitives.WriteInt32LittleEndian(table[2..], root);
        table[bigEndian ? 7 : 6] = 1;
    }

    private static void WriteDirectory(Span<byte> sector, int root, IEnumerable<(byte[] Name, FilePlace Place)> files)
    {
        var at = WriteRecord(sector, [0], root, Sector, isDirectory: true);
        at += WriteRecord(sector[at..], [1], root, Sector, isDirectory: true);
        foreach (var (name, place) in files) at += WriteRecord(sector[at..], name, place.Sector, place.Contents.Length, isDirectory: false);
    }

    private static int WriteRecord(Span<byte> record, ReadOnlySpan<byte> name, int sector, int size, bool isDirectory)
    {
        var length = (33 + name.Length + 1) & ~1;
        record[0] = (byte)length;
        Both(record[2..], sector);
        Both(record[10..], size);
        record[25] = isDirectory ? (byte)2 : (byte)0;
        BothShort(record[28..], 1);
        record[32] = (byte)name.Length;
        name.CopyTo(record[33..]);
        return length;
    }

    private static void Both(Span<byte> field, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(field, value);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], value);
    }

    private static void BothShort(Span<byte> field, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(field, value);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], value);
    }

    private sealed record FilePlace(string Name, byte[] Contents, int Sector);

    /// <summary>How one of the two directories spells names and texts.</summary>
    private sealed record Names(byte VolumeType, byte[] Escape, Encoding Encoding)
    {
        public static readonly Names Primary = new(1, [], Encoding.ASCII);

        /// <summary>UCS-2, level 3.</summary>
        public static readonly Names Joliet = new(2, "%/E"u8.ToArray(), Encoding.BigEndianUnicode);

        public byte[] Text(string text) => Encoding.GetBytes(text);

        public byte[] Of(string file)
        {
            if (VolumeType == 2) return Text(file);
            var letters = file.ToUpperInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_').Take(8);
            return Text(string.Concat(letters) + ".;1");
        }

        public void Blank(Span<byte> field)
        {
            var blank = Text(" ");
            for (var i = 0; i + blank.Length <= field.Length; i += blank.Length) blank.CopyTo(field[i..]);
        }
    }
}
