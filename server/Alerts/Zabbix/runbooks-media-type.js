// The script of a Zabbix media type (type: Webhook, Zabbix 6.0 and later). README.md beside it says how it is set up.
// 'value' is the JSON object of the media type's parameters. What it returns are tags of the event.
try {
    var parameters = JSON.parse(value);
    var request = new HttpRequest();
    request.addHeader('Content-Type: application/json');
    request.addHeader('Authorization: Bearer ' + parameters.token);

    // Only the parameters about the event leave Zabbix: not the address and the token.
    var event = {};
    Object.keys(parameters).forEach(function (name) {
        if (name !== 'url' && name !== 'token' && name !== 'HTTPProxy') event[name] = parameters[name];
    });
    if (parameters.HTTPProxy) request.setProxy(parameters.HTTPProxy);

    var answer = request.post(parameters.url, JSON.stringify(event));
    var status = request.getStatus();
    // Zabbix tries again what fails, as often as the media type says.
    if (status !== 202) throw 'Runbooks answered ' + status + ': ' + answer;

    var taken = JSON.parse(answer);
    return JSON.stringify({ tags: { __runbooks: taken.accepted > 0 ? 'accepted' : 'known' } });
} catch (error) {
    Zabbix.log(3, '[Runbooks] ' + error);
    throw 'Runbooks: ' + error;
}
