using Runbooks.Server.Hooks.Authentication;
using Runbooks.Server.Hooks.Sns;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Hooks;

internal static class HooksRegistration
{
    public static IServiceCollection AddHooks(this IServiceCollection services)
    {
        services.AddSliceOptions<HookOptions>("Hooks");
        return services
            .AddSingleton<ISnsCertificates, SnsCertificates>()
            .AddSingleton<SnsSignature>()
            .AddSingleton<HookAuthentication>()
            .AddSingleton<HookReceiver>();
    }
}
