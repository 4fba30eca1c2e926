using Runbooks.Server.Channels.News;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Channels.Types;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Channels;

internal static class ChannelsRegistration
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSliceOptions<ServerOptions>("Server");
        services.AddSingleton<EmailChannel>().AddSingleton<ChannelTypes>().AddSingleton<ChannelCheck>().AddSingleton<ChannelEditor>();
        services.AddSingleton<MessageWriter>().AddSingleton<ChannelSender>().AddSingleton<ChannelPost>();
        services.AddSingleton<FiringNews>().AddSingleton<RunNews>().AddSingleton<Outboxes>().AddSingleton<MessageDelivery>().AddSingleton<NewsCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<MessageDelivery>());
        return services.AddHostedService(provider => provider.GetRequiredService<NewsCollector>());
    }
}
