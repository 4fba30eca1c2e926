# What the services are told. Sourced by lab.sh.

database() { echo "connection = mysql+pymysql://root@127.0.0.1:$(port mariadb)/$1?charset=utf8mb4"; }

# as SECTION   -- how a service shows who it is
as() {
  cat << END
[$1]
auth_url = $(url keystone /v3)
www_authenticate_uri = $(url keystone /v3)
auth_type = password
username = admin
password = $PASSWORD
project_name = admin
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne
service_token_roles_required = false
END
}

write_config() {
  mkdir -p "$LAB"/{etc,log,pid,lock,rabbit,images/{store,staging,tasks}} "$LAB"/nova/{compute-a,compute-b}/instances
  keystone_config > "$LAB/etc/keystone.conf"
  placement_config > "$LAB/etc/placement.conf"
  glance_config > "$LAB/etc/glance.conf"
  glance_paste > "$LAB/etc/glance-paste.ini"
  nova_config > "$LAB/etc/nova.conf"
  nova_paste > "$LAB/etc/nova-paste.ini"
  local host
  for host in compute-a compute-b; do
    printf '[DEFAULT]\nhost = %s\nstate_path = %s\ninstances_path = %s/instances\n' "$host" "$LAB/nova/$host" "$LAB/nova/$host" > "$LAB/etc/$host.conf"
  done
}

keystone_config() {
  cat << END
[database]
$(database keystone)
[identity]
password_hash_rounds = 4
[token]
provider = fernet
[fernet_tokens]
key_repository = $LAB/fernet
[credential]
key_repository = $LAB/credential
[cache]
enabled = false
END
}

placement_config() {
  printf '[placement_database]\n%s\n[api]\nauth_strategy = keystone\n%s\n' "$(database placement)" "$(as keystone_authtoken)"
}

glance_config() {
  cat << END
[DEFAULT]
bind_host = 127.0.0.1
bind_port = $(port glance)
workers = 0
enabled_backends = files:file
[database]
$(database glance)
[glance_store]
default_backend = files
[files]
filesystem_store_datadir = $LAB/images/store
[os_glance_staging_store]
filesystem_store_datadir = $LAB/images/staging
[os_glance_tasks_store]
filesystem_store_datadir = $LAB/images/tasks
[paste_deploy]
flavor = keystone
config_file = $LAB/etc/glance-paste.ini
$(as keystone_authtoken)
END
}

glance_paste() {
  cat << 'END'
[pipeline:glance-api-keystone]
pipeline = versions authtoken context root
[composite:root]
paste.composite_factory = glance.api:root_app_factory
/: list
/v2: app
[app:list]
paste.app_factory = glance.api.versions:create_resource
[app:app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:versions]
paste.filter_factory = glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
END
}

nova_config() {
  cat << END
[DEFAULT]
transport_url = rabbit://guest:guest@127.0.0.1:$(port rabbit)/
state_path = $LAB/nova
my_ip = 127.0.0.1
compute_driver = fake.FakeDriver
enabled_apis = osapi_compute
osapi_compute_workers = 1
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $(port api)
report_interval = 3
service_down_time = 60
[api_database]
$(database nova_api)
[database]
$(database nova_cell1)
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $LAB/etc/nova-paste.ini
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 5
[quota]
instances = -1
cores = -1
ram = -1
[oslo_concurrency]
lock_path = $LAB/lock
[oslo_messaging_rabbit]
heartbeat_in_pthread = false
[vnc]
enabled = false
[glance]
api_servers = $(url glance)
$(as keystone_authtoken)
$(as placement)
$(as neutron)
endpoint_override = $(url neutron)
END
}

nova_paste() {
  cat << 'END'
[composite:osapi_compute]
use = call:nova.api.openstack.urlmap:urlmap_factory
/: versions
/v2.1: v21
[composite:v21]
use = call:nova.api.auth:pipeline_factory_v21
keystone = request_id faults authtoken context app
[pipeline:versions]
pipeline = request_id faults list
[app:list]
paste.app_factory = nova.api.openstack.compute.versions:Versions.factory
[app:app]
paste.app_factory = nova.api.openstack.compute:APIRouterV21.factory
[filter:request_id]
paste.filter_factory = nova.api.compute_req_id:ComputeReqIdMiddleware.factory
[filter:faults]
paste.filter_factory = nova.api.openstack:FaultWrapper.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
[filter:context]
paste.filter_factory = nova.api.auth:NovaKeystoneContext.factory
END
}
