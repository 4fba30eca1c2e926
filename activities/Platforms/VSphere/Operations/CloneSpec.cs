using System.Text;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Writes what a clone shall be, in the order of the schema.</summary>
internal static class CloneSpec
{
    /// <summary>Where the key of the operation stands that made a VM.</summary>
    public const string KeyName = "runbooks.key";

    public static XElement Write(VmOrder order, string key, ManagedObject pool, ManagedObject? host, ManagedObject? storage, XElement? card) => Vim.Element(
        "spec",
        Location(storage, pool, host, isFull: false),
        Vim.Element("template", false),
        Vim.Element(
            "config",
            order.Cpus is { } cpus ? Vim.Element("numCPUs", cpus) : null,
            order.MemoryBytes is { } memory ? Vim.Element("memoryMB", Resizing.Mebibytes(memory)) : null,
            card,
            Extra(KeyName, key),
            UserData(order)),
        // It is switched on when its tags are set.
        Vim.Element("powerOn", false));

    /// <param name="isFull">Its disks stand on no others, whatever those of the source stand on.</param>
    public static XElement Location(ManagedObject? storage, ManagedObject? pool, ManagedObject? host, bool isFull = true) => Vim.Element(
        "location",
        storage is { } store ? Vim.Reference("datastore", store) : null,
        isFull ? Vim.Element("diskMoveType", "moveAllDiskBackingsAndDisallowSharing") : null,
        pool is { } of ? Vim.Reference("pool", of) : null,
        host is { } on ? Vim.Reference("host", on) : null);

    /// <summary>Changes the first network card of the source.</summary>
    /// <param name="backing">What it is to be connected to.</param>
    public static XElement Card(ObjectProperties source, XElement backing)
    {
        var card = Devices.CardsOf(source).FirstOrDefault()
            ?? throw new PlatformException(PlatformError.Invalid, $"the template '{source.Name}' has no network card to connect; leave the network out");
        return Vim.Element(
            "deviceChange",
            Vim.Element("operation", "edit"),
            Vim.Typed("device", card.TypeOf()!, Same("key"), Same("deviceInfo"), backing, Same("connectable"), Same("controllerKey"), Same("unitNumber")));

        XElement? Same(string name) => card.Child(name);
    }

    /// <summary>As cloud-init's source for VMware reads it.</summary>
    private static IEnumerable<XElement> UserData(VmOrder order)
    {
        if (order.UserData is null) yield break;
        yield return Extra("guestinfo.userdata", Convert.ToBase64String(Encoding.UTF8.GetBytes(order.UserData)));
        yield return Extra("guestinfo.userdata.encoding", "base64");
        var metadata = $"instance-id: {order.Name}\nlocal-hostname: {order.Name}\n";
        yield return Extra("guestinfo.metadata", Convert.ToBase64String(Encoding.UTF8.GetBytes(metadata)));
        yield return Extra("guestinfo.metadata.encoding", "base64");
    }

    public static XElement Extra(string key, string value) => Vim.Element(
        "extraConfig",
        Vim.Element("key", key),
        Vim.Element("value", new XAttribute(Vim.Instance + "type", "xsd:string"), new XAttribute(XNamespace.Xmlns + "xsd", Vim.Schema), value));
}
