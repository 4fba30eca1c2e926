# Starting the services in their order, and filling their databases the first time. Sourced by lab.sh.

start_services() {
  start epmd && start mariadb && start neutron
  for_seconds 40 sql "select 1" > /dev/null || die "MariaDB does not answer; see $LAB/log/mariadb.log"
  for_seconds 20 listens epmd || die "epmd does not listen"
  start rabbit
  [ -f "$LAB/filled" ] || fill_databases
  start keystone && start placement
  for_seconds 60 answers "$(url keystone /v3)" || die "Keystone does not answer; see $LAB/log/keystone.log"
  [ -f "$LAB/filled" ] || { fill_catalogue && touch "$LAB/filled"; }
  for_seconds 60 listens rabbit || die "RabbitMQ does not listen; see $LAB/log/rabbit.log"
  for_seconds 60 answers "$(url placement /)" || die "Placement does not answer; see $LAB/log/placement.log"
  for service in glance conductor scheduler api compute-a compute-b; do start "$service"; done
  for_seconds 60 answers "$(url glance /)" || die "Glance does not answer; see $LAB/log/glance.log"
  for_seconds 90 answers "$(url api /)" || die "Nova does not answer; see $LAB/log/api.log"
  for_seconds 120 has_hosts || die "the hypervisors do not come up; see $LAB/log"
}

start() {
  case $1 in
    epmd) launch epmd epmd -address 127.0.0.1 -port "$(port epmd)" ;;
    mariadb) make_database; launch mariadb mariadbd --no-defaults --user=mysql --datadir="$LAB/mariadb" --socket="$LAB/mariadb/socket" \
      --port="$(port mariadb)" --bind-address=127.0.0.1 --skip-name-resolve --innodb-flush-log-at-trx-commit=0 \
      --innodb-buffer-pool-size=64M --performance-schema=off --max-connections=300 ;;
    neutron) launch neutron "$PYTHON" "$HERE/neutron.py" "$(port neutron)" ;;
    rabbit) start_rabbit ;;
    keystone) web keystone /usr/bin/keystone-wsgi-public OS_KEYSTONE_CONFIG_DIR="$LAB/etc" OS_KEYSTONE_CONFIG_FILES="$LAB/etc/keystone.conf" ;;
    placement) web placement /usr/bin/placement-api OS_PLACEMENT_CONFIG_DIR="$LAB/etc" ;;
    glance) launch glance "$PYTHON" -W ignore -c 'from glance.cmd.api import main; main()' --config-file "$LAB/etc/glance.conf" ;;
    conductor | scheduler) nova "$1" "nova.cmd.$1" ;;
    api) nova api nova.cmd.api_os_compute ;;
    compute-*) nova "$1" nova.cmd.compute --config-file "$LAB/etc/$1.conf" ;;
    *) die "unknown service '$1'" ;;
  esac
}

# web NAME file VARIABLE=…   -- keeping connections open is not what uwsgi's own HTTP server can
web() {
  local name=$1 file=$2; shift 2
  launch "$name" env "$@" uwsgi --plugin python3 --http-socket "127.0.0.1:$(port "$name")" --master --die-on-term --processes 2 \
    --buffer-size 65535 --add-header "Connection: close" --wsgi-file "$file" --disable-logging
}

nova() {
  local name=$1 module=$2; shift 2
  launch "$name" "$PYTHON" -W ignore -c "import sys; sys.argv[0] = 'nova-$name'; from $module import main; main()" --config-file "$LAB/etc/nova.conf" "$@"
}

start_rabbit() {
  launch rabbit env HOME="$LAB/rabbit" RABBITMQ_NODENAME=lab@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$(port rabbit)" \
    RABBITMQ_DIST_PORT="$(port dist)" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$(port epmd)" \
    RABBITMQ_MNESIA_BASE="$LAB/rabbit/mnesia" RABBITMQ_LOG_BASE="$LAB/rabbit/log" RABBITMQ_PID_FILE="$LAB/rabbit/pid" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$LAB/rabbit/plugins" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none" /usr/lib/rabbitmq/bin/rabbitmq-server
}

make_database() {
  [ ! -d "$LAB/mariadb" ] || return 0
  install -d -o mysql "$LAB/mariadb"
  mariadb-install-db --no-defaults --user=mysql --datadir="$LAB/mariadb" --auth-root-authentication-method=normal --skip-test-db > "$LAB/log/mariadb-install.log" 2>&1 ||
    die "MariaDB cannot be set up; see $LAB/log/mariadb-install.log"
}

sql() { mariadb --no-defaults -uroot -S "$LAB/mariadb/socket" -N -e "$1" 2> "$LAB/log/sql.log"; }

managed() { # NAME module arguments…
  local name=$1 module=$2; shift 2
  "$PYTHON" -W ignore -c "import sys; sys.argv[0] = '$name'; from $module import main; sys.exit(main())" "$@" >> "$LAB/log/fill.log" 2>&1 ||
    die "$name $* failed; see $LAB/log/fill.log"
}

fill_databases() {
  local name keystone
  for name in keystone placement glance nova_api nova_cell0 nova_cell1; do sql "create database if not exists $name default character set utf8mb4"; done
  sql "create user if not exists root@127.0.0.1; grant all on *.* to root@127.0.0.1"
  keystone="keystone-manage --config-file $LAB/etc/keystone.conf"
  {
    $keystone db_sync && $keystone fernet_setup --keystone-user root --keystone-group root &&
      $keystone credential_setup --keystone-user root --keystone-group root &&
      $keystone bootstrap --bootstrap-password "$PASSWORD" --bootstrap-region-id RegionOne --bootstrap-public-url "$(url keystone /v3)" \
        --bootstrap-internal-url "$(url keystone /v3)" --bootstrap-admin-url "$(url keystone /v3)" &&
      placement-manage --config-file "$LAB/etc/placement.conf" db sync
  } >> "$LAB/log/fill.log" 2>&1 || die "the databases cannot be filled; see $LAB/log/fill.log"
  managed glance-manage glance.cmd.manage --config-file "$LAB/etc/glance.conf" db_sync
  local nova="nova-manage nova.cmd.manage --config-file $LAB/etc/nova.conf"
  # shellcheck disable=SC2086 # words
  {
    managed $nova api_db sync
    managed $nova cell_v2 map_cell0 --database_connection "mysql+pymysql://root@127.0.0.1:$(port mariadb)/nova_cell0?charset=utf8mb4"
    managed $nova db sync
    [ -n "$(sql "select 1 from nova_api.cell_mappings where name = 'cell1'")" ] || managed $nova cell_v2 create_cell --name=cell1
  }
}

token() {
  curl -s -i -m 20 "$(url keystone /v3/auth/tokens)" -H 'Content-Type: application/json' -d '{"auth": {"identity": {"methods": ["password"],
    "password": {"user": {"name": "admin", "domain": {"id": "default"}, "password": "'"$PASSWORD"'"}}}, "scope": {"project": {"name": "admin",
    "domain": {"id": "default"}}}}}' | tr -d '\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p'
}

post() { curl -sf -m 20 "$(url keystone "/v3/$1")" -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' -d "$2"; }

fill_catalogue() {
  TOKEN=$(token)
  [ -n "$TOKEN" ] || die "Keystone gives no token"
  catalogue_entry compute nova "$(url api /v2.1)"
  catalogue_entry placement placement "$(url placement)"
  catalogue_entry image glance "$(url glance)"
  catalogue_entry network neutron "$(url neutron)"
}

catalogue_entry() { # TYPE NAME URL
  local id interface
  id=$(post services "{\"service\": {\"type\": \"$1\", \"name\": \"$2\"}}" | "$PYTHON" -c 'import json, sys; print(json.load(sys.stdin)["service"]["id"])') || die "Keystone does not take the service $2"
  for interface in public internal admin; do
    post endpoints "{\"endpoint\": {\"interface\": \"$interface\", \"region_id\": \"RegionOne\", \"service_id\": \"$id\", \"url\": \"$3\"}}" > /dev/null || die "Keystone does not take the address of $2"
  done
}

has_hosts() {
  local up
  up=$(curl -s -m 20 -H "X-Auth-Token: $(token)" -H 'OpenStack-API-Version: compute 2.79' "$(url api /v2.1/os-hypervisors)" | grep -o '"state": "up"' | wc -l)
  [ "$up" -ge 2 ]
}
