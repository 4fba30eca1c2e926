using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>SOAP 1.1, as much of it as vCenter speaks.</summary>
internal static class Envelope
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    // Names that guests report may hold what XML forbids, and vCenter passes it on.
    private static readonly XmlReaderSettings Reading = new()
    {
        Async = true, CheckCharacters = false, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null,
    };

    // Not every parser takes a byte order mark.
    private static readonly XmlWriterSettings Writing = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: an argument has characters that XML cannot carry.</exception>
    public static byte[] Write(string method, ManagedObject self, object?[] arguments)
    {
        var call = Vim.Element(method, Vim.Reference("_this", self), arguments);
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Soap),
            new XAttribute(XNamespace.Xmlns + "xsi", Vim.Instance),
            new XElement(Soap + "Body", call));
        try
        {
            using var buffer = new MemoryStream();
            using (var writer = XmlWriter.Create(buffer, Writing)) envelope.Save(writer);
            return buffer.ToArray();
        }
        catch (ArgumentException error)
        {
            throw new PlatformException(PlatformError.Invalid, $"vCenter takes no such text: {error.Message}", inner: error);
        }
    }

    /// <returns>The method's response.</returns>
    /// <exception cref="VimFaultException">vCenter refused the call.</exception>
    /// <exception cref="PlatformException">The answer is no SOAP.</exception>
    public static async Task<XElement> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            using var reader = XmlReader.Create(stream, Reading);
            var document = await XDocument.LoadAsync(reader, LoadOptions.None, cancellation);
            var body = document.Root?.Child("Body")?.Elements().FirstOrDefault() ?? throw Vim.Unexpected("XML that is no SOAP");
            return body.Name == Soap + "Fault" ? throw new VimFaultException(VimFault.OfSoap(body)) : body;
        }
        catch (XmlException error)
        {
            throw Vim.Unexpected($"what is no XML ({error.Message})");
        }
    }
}
