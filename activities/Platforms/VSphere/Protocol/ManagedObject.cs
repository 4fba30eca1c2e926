namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>A reference to something in vCenter, the same for as long as it is registered there: <c>VirtualMachine vm-42</c>.</summary>
internal readonly record struct ManagedObject(string Type, string Value)
{
    public static ManagedObject Vm(string nativeId) => new("VirtualMachine", nativeId);

    public static ManagedObject Host(string nativeId) => new("HostSystem", nativeId);

    public static ManagedObject Task(string id) => new("Task", id);

    public override string ToString() => $"{Type} {Value}";
}
