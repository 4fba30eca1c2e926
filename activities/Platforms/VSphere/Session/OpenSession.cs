using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Session;

/// <summary>A login, as long as vCenter remembers it. Views and filters that are made in it end with it.</summary>
internal sealed class OpenSession(SoapTransport transport, ServiceContent content, string cookie)
{
    public ServiceContent Content => content;

    public Task<XElement> CallAsync(string method, ManagedObject self, CancellationToken cancellation, params object?[] arguments) =>
        CallAsync(method, self, Limits.Call, cancellation, arguments);

    /// <exception cref="VimFaultException">vCenter refused the call.</exception>
    public async Task<XElement> CallAsync(
        string method, ManagedObject self, TimeSpan limit, CancellationToken cancellation, params object?[] arguments) =>
        (await transport.SendAsync(method, self, arguments, content.Version, cookie, limit, cancellation)).Response;

    /// <summary>Calls a method that gives one reference: a task, a view.</summary>
    public async Task<ManagedObject> GetAsync(string method, ManagedObject self, CancellationToken cancellation, params object?[] arguments) =>
        (await CallAsync(method, self, cancellation, arguments)).Child("returnval")?.AsReference()
        ?? throw Vim.Unexpected($"nothing to {method}");
}
